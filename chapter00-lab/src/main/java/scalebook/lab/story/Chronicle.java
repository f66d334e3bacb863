package scalebook.lab.story;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The texts beside a timeline, each as near to its time as the ones around it allow, and none on
 * another.
 */
final class Chronicle {
  private static final int WIDTH = 620;
  static final int FONT = 14;
  static final int LINE = 18;
  private static final int GAP = 6;
  private static final int MOST_LINES = 3;

  /** One moment's place: its first line begins at {@code top}. */
  record Row(Moment moment, List<String> lines, double top) {
    double height() {
      return LINE * lines.size() + GAP;
    }

    double middle() {
      return top + GAP / 2.0 + LINE / 2.0;
    }

    double bottom() {
      return top + height();
    }
  }

  private Chronicle() {}

  /** How much room they need. */
  static double height(List<Moment> moments) {
    return moments.stream().mapToDouble(m -> LINE * lines(m).size() + GAP).sum();
  }

  /** How wide their longest line is. */
  static double width(List<Moment> moments) {
    return moments.stream()
        .flatMap(m -> lines(m).stream().map(line -> Letters.width(line, font(m))))
        .reduce(0.0, Math::max);
  }

  /** Between {@code from} and {@code to}, which leave room enough for all. */
  static List<Row> rows(List<Moment> moments, DoubleUnaryOperator time, double from, double to) {
    List<Row> rows = new ArrayList<>();
    double free = from;
    for (Moment moment : moments) {
      double wanted = time.applyAsDouble(moment.millis()) - (GAP + LINE) / 2.0;
      Row row = new Row(moment, lines(moment), Math.max(free, wanted));
      rows.add(row);
      free = row.bottom();
    }
    double limit = to;
    for (int i = rows.size() - 1; i >= 0 && rows.get(i).bottom() > limit; i--) {
      Row row = rows.get(i);
      rows.set(i, new Row(row.moment(), row.lines(), limit - row.height()));
      limit -= row.height();
    }
    return rows;
  }

  private static List<String> lines(Moment moment) {
    return wrapped(moment.line(), font(moment), WIDTH);
  }

  private static double font(Moment moment) {
    return moment.kind() == Moment.Kind.STEP ? Letters.BOLD * FONT : FONT;
  }

  /** At most three lines; what is longer ends in an ellipsis, and is in the list of all events. */
  static List<String> wrapped(String text, double font, double width) {
    List<String> lines = new ArrayList<>();
    String rest = text.strip();
    while (lines.size() < MOST_LINES - 1 && Letters.width(rest, font) > width) {
      String fits = Letters.fitting(rest, font, width);
      int end = fits.length() - 1; // without the ellipsis
      int space = rest.lastIndexOf(' ', end);
      int cut = space > 0 ? space : end;
      lines.add(rest.substring(0, cut).stripTrailing());
      rest = rest.substring(cut).strip();
    }
    lines.add(Letters.fitting(rest, font, width));
    return lines;
  }
}
