package scalebook.transactions.shop;

/** Who orders how many of what, and for how much. */
public record Order(long id, int customer, int item, int quantity, long cents) {}
