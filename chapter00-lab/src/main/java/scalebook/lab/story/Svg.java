package scalebook.lab.story;

import java.util.Locale;

/** An SVG file while it is written. */
public final class Svg {
  private static final String[] COLOURS = {
    "#0b7285", "#c2410c", "#7e22ce", "#15803d", "#1d4ed8", "#be185d", "#a16207", "#4d7c0f"
  };

  private final StringBuilder text = new StringBuilder();

  /** An empty white page. */
  public Svg(int width, int height) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"12\">%n"
            + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
        width, height);
  }

  /** One line of it, with the point as the decimal sign wherever the reader lives. */
  public void add(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments));
  }

  /** The colour of the n-th of several. */
  public static String colour(int n) {
    return COLOURS[n % COLOURS.length];
  }

  /** Text as XML wants it. */
  public static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** The whole file. */
  public String end() {
    return text.append("</svg>\n").toString();
  }
}
