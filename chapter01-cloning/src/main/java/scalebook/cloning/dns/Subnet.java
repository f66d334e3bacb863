package scalebook.cloning.dns;

/** Where a client is, as far as its resolver tells (EDNS client subnet): the address's front. */
public record Subnet(int address, int bits) {
  public Subnet {
    if (bits < 0 || bits > 32) {
      throw new IllegalArgumentException("a prefix of " + bits + " bits");
    }
    address = front(address, bits);
  }

  /** {@code 10.1.0.0/16}. */
  public static Subnet of(String text) {
    String[] parts = text.split("/");
    return new Subnet(number(parts[0]), parts.length == 1 ? 32 : Integer.parseInt(parts[1]));
  }

  static int number(String address) {
    String[] bytes = address.split("\\.");
    if (bytes.length != 4) {
      throw new IllegalArgumentException("'" + address + "' is no IPv4 address");
    }
    int number = 0;
    for (String text : bytes) {
      int value = Integer.parseInt(text);
      if (value < 0 || value > 255) {
        throw new IllegalArgumentException("'" + address + "' is no IPv4 address");
      }
      number = number << 8 | value;
    }
    return number;
  }

  private static int front(int address, int bits) {
    return bits == 0 ? 0 : address & -1 << 32 - bits;
  }

  public boolean contains(Subnet other) {
    return other.bits >= bits && front(other.address, bits) == address;
  }

  @Override
  public String toString() {
    return "%d.%d.%d.%d/%d"
        .formatted(address >>> 24, address >> 16 & 255, address >> 8 & 255, address & 255, bits);
  }
}
