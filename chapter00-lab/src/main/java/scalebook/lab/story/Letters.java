package scalebook.lab.story;

/**
 * How wide a text is at most. An SVG does not say which font will draw it; this measures by the
 * widest of the usual ones, DejaVu Sans.
 */
final class Letters {
  static final double BOLD = 1.2;
  private static final int OTHER = 100;

  /** From the space to the tilde, in hundredths of the font's size. */
  private static final int[] PLAIN = {
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79,
    60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63,
    63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84
  };

  private Letters() {}

  static double width(String text, double size) {
    return size * text.codePoints().map(Letters::hundredths).sum() / 100;
  }

  static double bold(String text, double size) {
    return width(text, size * BOLD);
  }

  private static int hundredths(int letter) {
    int place = letter - ' ';
    return place >= 0 && place < PLAIN.length ? PLAIN[place] : OTHER;
  }

  /** The text, or its beginning and an ellipsis, within this width. */
  static String fitting(String text, double size, double width) {
    if (width(text, size) <= width) {
      return text;
    }
    double room = width - width("…", size);
    int end = 0;
    while (end < text.length()) {
      int letter = text.codePointAt(end);
      room -= size * hundredths(letter) / 100;
      if (room < 0) {
        break;
      }
      end += Character.charCount(letter);
    }
    return text.substring(0, end).stripTrailing() + "…";
  }
}
