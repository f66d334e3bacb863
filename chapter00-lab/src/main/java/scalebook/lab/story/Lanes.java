package scalebook.lab.story;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A lane for everyone who took part, in the order of appearance. Who takes another's place shares
 * its lane: {@code worker-1.2} comes after {@code worker-1.1}. The last one is for all that would
 * be too many.
 */
final class Lanes {
  static final int MOST = 40;
  static final int HEADER = 20; // the height of one row of names
  private static final String OTHERS = "others";
  private static final Pattern LIFE = Pattern.compile("\\.\\d+$");
  private static final int FONT = 14;
  private static final int MARGIN = 30;
  private static final int MOST_NAME = 190;
  private static final int ROOM = 500;
  private static final int LEAST = 24;
  private static final int WIDEST = 120;

  /** A name above its lane; {@code row} counts up from the lanes. */
  record Header(String name, double x, int row, double width) {}

  private final Map<String, Integer> places = new LinkedHashMap<>();
  private final List<Header> headers = new ArrayList<>();
  private final int left;
  private final int distance;
  private int rows;

  Lanes(List<Entry> events, int left) {
    this.left = left;
    events.stream().flatMap(Lanes::nodes).map(Lanes::lane).distinct().forEach(this::know);
    distance = Math.max(LEAST, Math.min(WIDEST, ROOM / Math.max(1, count())));
    List<Double> ends = new ArrayList<>(); // of each row of names, how far it is taken
    List<String> names = List.copyOf(places.keySet()).subList(0, count());
    for (String name : names) {
      place(count() == MOST && headers.size() == MOST - 1 ? OTHERS : name, ends);
    }
    rows = ends.size();
  }

  private static Stream<String> nodes(Entry entry) {
    return entry instanceof Entry.Message m
        ? Stream.of(m.from(), m.to())
        : Stream.of(((Entry.Event) entry).node());
  }

  private static String lane(String node) {
    return LIFE.matcher(node).replaceFirst("");
  }

  private void know(String lane) {
    places.put(lane, Math.min(places.size(), MOST - 1));
  }

  /** In the lowest row where it stands beside the one before. */
  private void place(String name, List<Double> ends) {
    String shown = shortened(name);
    double width = Letters.bold(shown, FONT);
    double x = left + MARGIN + headers.size() * (double) distance;
    int row = 0;
    while (row < ends.size() && ends.get(row) > x - width / 2) {
      row++;
    }
    if (row == ends.size()) {
      ends.add(0.0);
    }
    ends.set(row, x + width / 2 + 6);
    headers.add(new Header(shown, x, row, width));
  }

  /** Its end tells it from its neighbours. */
  private static String shortened(String name) {
    double font = Letters.BOLD * FONT;
    if (Letters.width(name, font) <= MOST_NAME) {
      return name;
    }
    int end =
        name.offsetByCodePoints(name.length(), -Math.min(5, name.codePointCount(0, name.length())));
    String tail = name.substring(end);
    return Letters.fitting(name.substring(0, end), font, MOST_NAME - Letters.width(tail, font))
        + tail;
  }

  int count() {
    return Math.min(MOST, places.size());
  }

  int rows() {
    return rows;
  }

  List<Header> headers() {
    return headers;
  }

  int place(String node) {
    return places.get(lane(node));
  }

  double x(String node) {
    return x(place(node));
  }

  double x(int place) {
    return left + MARGIN + place * (double) distance;
  }

  double right() {
    return x(count() - 1) + MARGIN;
  }
}
