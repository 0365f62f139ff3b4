"""Made-up shoppers let loose on a real gateway: through its public routes only, by a clock of their own."""
