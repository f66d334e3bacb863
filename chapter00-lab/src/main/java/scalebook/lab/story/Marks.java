package scalebook.lab.story;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** The dots and arrows of a timeline: each event and each message, where it happened. */
record Marks(Svg svg, Lanes lanes, ToDoubleFunction<Entry> time) {
  private static final int NEAR = 3; // what is so near is one
  private static final int MOST_ARROWS = 800;

  private record Arrow(int from, int to, double y) {}

  void draw(List<Entry> events) {
    arrows(events);
    dots(events);
  }

  /** Where there are too many, fewer stand for all. */
  private void arrows(List<Entry> events) {
    List<Arrow> all = new ArrayList<>();
    for (Entry entry : events) {
      if (entry instanceof Entry.Message m && lanes.place(m.from()) != lanes.place(m.to())) {
        all.add(new Arrow(lanes.place(m.from()), lanes.place(m.to()), time.applyAsDouble(m)));
      }
    }
    double near = NEAR;
    Map<Arrow, Arrow> drawn = apart(all, near);
    while (drawn.size() > MOST_ARROWS) {
      near *= 2;
      drawn = apart(all, near);
    }
    drawn.values().forEach(this::draw);
  }

  private static Map<Arrow, Arrow> apart(List<Arrow> all, double near) {
    Map<Arrow, Arrow> some = new LinkedHashMap<>();
    all.forEach(a -> some.putIfAbsent(new Arrow(a.from, a.to, Math.floor(a.y / near)), a));
    return some;
  }

  private void draw(Arrow arrow) {
    double to = lanes.x(arrow.to);
    svg.add(
        "<path class=\"l l-ink\" stroke-width=\"1.5\" d=\"M%.0f %.1fH%.0f\"/>"
            + "<path class=\"ink\" d=\"M%.0f %.1fl%d 4v-8z\"/>%n",
        lanes.x(arrow.from), arrow.y, to, to, arrow.y, arrow.to > arrow.from ? -8 : 8);
  }

  /** Dots that would touch are one line: a file of few letters, however many there are. */
  private void dots(List<Entry> events) {
    TreeMap<Integer, TreeSet<Double>> places = new TreeMap<>();
    for (Entry entry : events) {
      if (entry instanceof Entry.Event event) {
        double y = Math.round(time.applyAsDouble(event) * 2) / 2.0;
        places.computeIfAbsent(lanes.place(event.node()), p -> new TreeSet<>()).add(y);
      }
    }
    places.forEach(
        (place, ys) ->
            svg.add(
                "<path class=\"l l-%s\" stroke-width=\"9\" stroke-linecap=\"round\" d=\"%s\"/>%n",
                Colour.of(place), runs(lanes.x(place), new ArrayList<>(ys))));
  }

  private static String runs(double x, List<Double> ys) {
    StringBuilder path = new StringBuilder();
    double from = ys.get(0);
    for (int i = 0; i < ys.size(); i++) {
      if (i == ys.size() - 1 || ys.get(i + 1) - ys.get(i) > NEAR) {
        path.append(
            String.format(
                Locale.ROOT, "M%.0f %.1fv%.1f", x, from, Math.max(0.01, ys.get(i) - from)));
        from = i == ys.size() - 1 ? from : ys.get(i + 1);
      }
    }
    return path.toString();
  }
}
