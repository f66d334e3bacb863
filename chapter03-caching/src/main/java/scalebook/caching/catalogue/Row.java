package scalebook.caching.catalogue;

/** A product as it was read: its text, and the version of the row that it was made from. */
public record Row(long version, String text) {}
