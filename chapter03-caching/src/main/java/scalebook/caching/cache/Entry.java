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
    int first = written.indexOf(' ');
    int second = written.indexOf(' ', first + 1);
    int third = written.indexOf(' ', second + 1);
    String text = written.substring(third + 1);
    return new Entry(
        text.equals("-") ? Optional.empty() : Optional.of(text.substring(1)),
        Long.parseLong(written, 0, first, 10),
        Long.parseLong(written, first + 1, second, 10),
        Long.parseLong(written, second + 1, third, 10));
  }
}
