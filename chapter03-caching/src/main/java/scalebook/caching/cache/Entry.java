package scalebook.caching.cache;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import scalebook.caching.catalogue.Row;

/**
 * What the cache keeps for a key. That there is nothing is also something to keep.
 *
 * @param version of the row; 0 for "there is none", which every row is newer than
 * @param freshUntil by the clock of who filled it; the key itself may live longer
 * @param loadMillis how long the load took, for {@link Freshness#early}
 */
public record Entry(Optional<String> text, long version, long freshUntil, long loadMillis) {
  private static final Pattern WRITTEN =
      Pattern.compile("(\\d{1,18}) (\\d{1,18}) (\\d{1,18}) (?:-|\\+(.*))", Pattern.DOTALL);

  public static Entry of(Optional<Row> row, long freshUntil, long loadMillis) {
    return new Entry(row.map(Row::text), row.map(Row::version).orElse(0L), freshUntil, loadMillis);
  }

  /** The version comes first: a script compares it. */
  String write() {
    return version + " " + freshUntil + " " + loadMillis + " " + text.map(t -> "+" + t).orElse("-");
  }

  /** Nothing when it was not written by us: somebody else may use our keys. */
  static Optional<Entry> read(String written) {
    return Optional.of(WRITTEN.matcher(written))
        .filter(Matcher::matches)
        .map(
            m ->
                new Entry(
                    Optional.ofNullable(m.group(4)), number(m, 1), number(m, 2), number(m, 3)));
  }

  private static long number(Matcher entry, int group) {
    return Long.parseLong(entry.group(group));
  }
}
