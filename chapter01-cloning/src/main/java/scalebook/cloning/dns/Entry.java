package scalebook.cloning.dns;

import java.util.Locale;

/** One record of a zone, as it stands in its file; names end with a dot. */
public record Entry(String name, Type type, int ttl, String data) {
  /** Those that a zone here may have, and their numbers. */
  public enum Type {
    A(1),
    NS(2),
    CNAME(5),
    SOA(6),
    MX(15);

    private final int number;

    Type(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }
  }

  public Entry {
    name = absolute(name);
  }

  /** Names have no case, and one that ends without a dot is meant as if it had one. */
  static String absolute(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower : lower + ".";
  }

  @Override
  public String toString() {
    return "%s %d IN %s %s".formatted(name, ttl, type, data);
  }
}
