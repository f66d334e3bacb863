package scalebook.lab.story;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** The dots and arrows of a timeline: each event and each message, where it happened. */
record Marks(Svg svg, Lanes lanes, ToDoubleFunction<Entry> time) {
  private static final int NEAR = 3; // two dots so near are one
  private static final int MOST_ARROWS = 800;

  void draw(List<Entry> events) {
    arrows(events);
    dots(events);
  }

  private void arrows(List<Entry> events) {
    Set<String> drawn = new HashSet<>();
    for (Entry entry : events) {
      if (entry instanceof Entry.Message m && drawn.size() < MOST_ARROWS) {
        double from = lanes.x(m.from());
        double to = lanes.x(m.to());
        double y = time.applyAsDouble(m);
        int tip = to > from ? -8 : 8;
        String place = "%.0f %.0f %d".formatted(from, to, Math.round(y / NEAR));
        if (from != to && drawn.add(place)) {
          svg.add(
              "<path class=\"l l-ink\" stroke-width=\"1.5\" d=\"M%.0f %.1fH%.0f\"/>"
                  + "<path class=\"ink\" d=\"M%.0f %.1fl%d 4v-8z\"/>%n",
              from, y, to, to, y, tip);
        }
      }
    }
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
