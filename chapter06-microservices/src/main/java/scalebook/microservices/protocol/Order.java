package scalebook.microservices.protocol;

/** What a customer wants. */
public record Order(long id, String item, int quantity, int customer, String note) {}
