package scalebook.transactions.log;

/**
 * What a log keeps.
 *
 * @param key entries of one key keep their order
 * @param number counts the entries of this key
 * @param serial counts all entries
 */
public record Entry(String key, int number, int serial) {
  /** The n-th entry of this many keys, which take turns. */
  public static Entry of(int serial, int keys) {
    return new Entry("order-" + serial % keys, serial / keys, serial);
  }
}
