package scalebook.lab.story;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as a reader wants them, and back. */
final class Figures {
  private static final Pattern NUMBER =
      Pattern.compile("([-−+]?\\d[\\d,]*(?:\\.\\d+)?)(?: ?%| / \\S+)?");

  private Figures() {}

  /** Three digits, more where it is a whole number. */
  static String text(double value) {
    if (!Double.isFinite(value)) {
      return "not measured";
    }
    double size = Math.abs(value);
    boolean whole = value == Math.rint(value) && size < 1e15;
    int decimals = whole || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** The number in a table's cell, alone or before a per cent sign, or what is to be expected. */
  static OptionalDouble number(String cell) {
    Matcher number = NUMBER.matcher(cell.strip());
    if (!number.matches()) {
      return OptionalDouble.empty();
    }
    String digits = number.group(1).replace('−', '-').replaceAll("[^-\\d.]", "");
    return OptionalDouble.of(Double.parseDouble(digits));
  }
}
