"""Who a shopper is: nobody yet, or a customer, whatever door they came through."""
