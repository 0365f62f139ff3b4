"""Which shoppers, devices and customers are one person, as far as that has been shown."""
