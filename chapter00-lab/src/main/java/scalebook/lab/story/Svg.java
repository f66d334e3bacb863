package scalebook.lab.story;

import java.util.Locale;

/** An SVG file while it is written: for light and dark screens, with a title for who cannot see. */
public final class Svg {
  private final StringBuilder text = new StringBuilder();

  /** An empty page; {@code description} says in words what it shows. */
  public Svg(int width, int height, String title, String description) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%d\" height=\"%d\""
            + " viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"14\">%n"
            + "<title>%s</title>%n<desc>%s</desc>%n<style>%s</style>%n",
        width, height, width, height, escape(title), escape(description), Colour.style());
    box(Colour.PAPER.css(), 0, 0, width, height);
  }

  /** One line of it, with the point as the decimal sign wherever the reader lives. */
  public void add(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments));
  }

  /** A text; {@code anchor} is start, middle or end, {@code css} a colour's name. */
  public void text(double x, double y, String anchor, String css, String what) {
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>%n",
        x, y, anchor, css, escape(what));
  }

  void bold(double x, double y, String anchor, String css, String what) {
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\" font-weight=\"bold\">%s"
            + "</text>%n",
        x, y, anchor, css, escape(what));
  }

  void box(String css, double x, double y, double width, double height) {
    add(
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>%n",
        css, x, y, width, height);
  }

  void line(String css, double fromX, double fromY, double toX, double toY) {
    add(
        "<line class=\"l-%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
        css, fromX, fromY, toX, toY);
  }

  /** The class that fills with the colour of the n-th of several. */
  public static String css(int n) {
    return Colour.of(n);
  }

  /** Text as XML wants it; what XML cannot hold becomes a question mark. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "?");
  }

  /** The whole file. */
  public String end() {
    return text.append("</svg>\n").toString();
  }
}
