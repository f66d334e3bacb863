package scalebook.caching.cache;

import java.util.Optional;
import scalebook.caching.catalogue.Row;

/**
 * What the cache keeps for a key. That there is nothing is also something to keep.
 *
 * @param version of the row; 0 for "there is none", which every row is newer than
 * @param freshUntil by the clock of who filled it; the key itself may live longer
 * @param loadMillis how long the load took, for {@link Freshness#early}
 */
public record Entry(Optional<String> text, long version, long freshUntil, long loadMillis) {

  public static Entry of(Optional<Row> row, long freshUntil, long loadMillis) {
    return new Entry(row.map(Row::text), row.map(Row::version).orElse(0L), freshUntil, loadMillis);
  }

  /** The version comes first: a script compares it. */
  String write() {
    return version + " " + freshUntil + " " + loadMillis + " " + text.map(t -> "+" + t).orElse("-");
  }

  static Entry read(String written) {
    String[] parts = written.split(" ", 4);
    return new Entry(
        Optional.of(parts[3]).filter(text -> !text.equals("-")).map(text -> text.substring(1)),
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]));
  }
}
