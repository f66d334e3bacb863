package scalebook.lab.story;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A story as an SVG: time runs down, each node is a lane, each message an arrow. Who takes
 * another's place shares its lane: {@code worker-1.2} comes after {@code worker-1.1}.
 */
final class Timeline {
  private static final int MOST_ROWS = 250;
  private static final int LEFT = 90;
  private static final int TOP = 50;
  private static final int ROW = 22;
  private static final int MOST_TEXT = 120;
  private static final int LETTER = 7; // wide, for this font
  private static final Pattern GENERATION = Pattern.compile("\\.\\d+$");

  private final List<Entry> entries;
  private final List<String> lanes = new ArrayList<>();
  private final int distance;
  private final int width;
  private final int height;
  private final Svg svg;

  private Timeline(List<Entry> all) {
    entries =
        all.stream()
            .filter(
                e ->
                    e instanceof Entry.Event
                        || e instanceof Entry.Message
                        || e instanceof Entry.Step
                        || e instanceof Entry.Claim)
            .limit(MOST_ROWS)
            .toList();
    for (Entry entry : entries) {
      if (entry instanceof Entry.Event event) {
        know(event.node());
      } else if (entry instanceof Entry.Message message) {
        know(message.from());
        know(message.to());
      }
    }
    distance = Math.max(100, Math.min(230, 1400 / Math.max(1, lanes.size())));
    width = width();
    height = TOP + (entries.size() + 1) * ROW;
    svg = new Svg(width, height);
  }

  /** The drawing, or nothing when no node did anything. */
  static String of(List<Entry> entries) {
    Timeline timeline = new Timeline(entries);
    return timeline.lanes.isEmpty() ? "" : timeline.draw();
  }

  private void know(String node) {
    if (!lanes.contains(lane(node))) {
      lanes.add(lane(node));
    }
  }

  private static String lane(String node) {
    return GENERATION.matcher(node).replaceFirst("");
  }

  private int x(String node) {
    return LEFT + 40 + lanes.indexOf(lane(node)) * distance;
  }

  /** What is written at an event; in a lane of several it says whose it is. */
  private static String text(Entry.Event event) {
    boolean own = lane(event.node()).equals(event.node());
    return shortened(own ? event.text() : event.node() + ": " + event.text());
  }

  private static String shortened(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "…";
  }

  /** To the end of the longest text, and a little more. */
  private int width() {
    int least = LEFT + lanes.size() * distance;
    return LETTER
        + entries.stream()
            .filter(entry -> entry instanceof Entry.Event)
            .map(entry -> (Entry.Event) entry)
            .mapToInt(event -> x(event.node()) + 9 + LETTER * text(event).length())
            .reduce(least, Math::max);
  }

  private String draw() {
    svg.add(
        "<defs><marker id=\"a\" markerWidth=\"9\" markerHeight=\"9\" refX=\"8\" refY=\"4\""
            + " orient=\"auto\"><path d=\"M0,0 L9,4 L0,8 z\" fill=\"#334155\"/></marker></defs>%n");
    for (String node : lanes) {
      svg.add(
          "<text x=\"%d\" y=\"28\" text-anchor=\"middle\" font-weight=\"bold\" fill=\"%s\">%s"
              + "</text>%n<line x1=\"%d\" y1=\"36\" x2=\"%d\" y2=\"%d\" stroke=\"#cbd5e1\"/>%n",
          x(node), colour(node), Svg.escape(node), x(node), x(node), height - 8);
    }
    int y = TOP + ROW / 2;
    for (Entry entry : entries) {
      row(entry, y);
      y += ROW;
    }
    return svg.end();
  }

  private void row(Entry entry, int y) {
    svg.add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#64748b\">%d ms</text>%n",
        LEFT - 12, y + 4, entry.millis());
    if (entry instanceof Entry.Event event) {
      svg.add(
          "<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/>%n",
          x(event.node()), y, colour(event.node()));
      label(x(event.node()) + 9, y, text(event), "#0f172a");
    } else if (entry instanceof Entry.Message message) {
      int from = x(message.from());
      int to = x(message.to());
      svg.add(
          "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#334155\""
              + " marker-end=\"url(#a)\"/>%n",
          from, y, to, y);
      label(Math.min(from, to) + 12, y - 9, message.text(), "#334155");
    } else if (entry instanceof Entry.Step step) {
      svg.add(
          "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#f1f5f9\"/>%n",
          LEFT, y - ROW / 2, width - LEFT, ROW - 2);
      label(LEFT + 6, y, step.text(), "#0f172a");
    } else if (entry instanceof Entry.Claim claim) {
      label(
          LEFT + 6,
          y,
          (claim.held() ? "✔ " : "✘ ") + claim.text(),
          claim.held() ? "#15803d" : "#b91c1c");
    }
  }

  /** A white edge keeps text readable where it crosses a lane. */
  private void label(int x, int y, String text, String colour) {
    svg.add(
        "<text x=\"%d\" y=\"%d\" fill=\"%s\" stroke=\"white\" stroke-width=\"3\""
            + " paint-order=\"stroke\">%s</text>%n",
        x, y + 4, colour, Svg.escape(shortened(text)));
  }

  private String colour(String node) {
    return Svg.colour(lanes.indexOf(lane(node)));
  }
}
