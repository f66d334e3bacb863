package scalebook.lab.story;

import java.util.List;
import java.util.Locale;

/**
 * A story as an SVG: time runs down, each node has a lane, each message is an arrow, each step a
 * band. What happened stands beside it, joined to its time.
 */
final class Timeline {
  private static final int LEFT = 96; // of the lanes; the times stand before it
  private static final int GUTTER = 60; // between lanes and texts
  private static final int TIME = 80;
  private static final int LEAST_HEIGHT = 260;
  private static final int LEAST_TEXT = 300;
  private static final int TICK = 45; // between two times of the axis

  private final List<Entry> events;
  private final Lanes lanes;
  private final List<Chronicle.Row> rows;
  private final List<String> away;
  private final int top;
  private final double height;
  private final Instants instants;
  private final double start;
  private final double end;
  private final double right;
  private final Svg svg;

  private Timeline(List<Entry> entries, String title, double start, int before) {
    this.start = start;
    events = Folding.events(entries);
    lanes = new Lanes(events, LEFT);
    instants = new Instants(entries);
    List<Moment> moments = Folding.of(entries, instants, before);
    end = entries.stream().filter(Moment::has).mapToLong(Entry::millis).max().orElse(0) + 1;
    right = lanes.right() + GUTTER + TIME + 16 + Math.max(LEAST_TEXT, Chronicle.width(moments));
    away =
        entries.stream()
            .filter(Entry.Without.class::isInstance)
            .map(
                e ->
                    "without %s: %s"
                        .formatted(((Entry.Without) e).name(), ((Entry.Without) e).what()))
            .flatMap(
                text -> Chronicle.wrapped(text, Letters.BOLD * Chronicle.FONT, right - 40).stream())
            .toList();
    top =
        24 + Lanes.HEADER * lanes.rows() + (away.isEmpty() ? 0 : 14 + Chronicle.LINE * away.size());
    height = Math.max(LEAST_HEIGHT, Chronicle.height(moments));
    rows = Chronicle.rows(moments, this::y, top - 8, top + height + 8);
    svg =
        new Svg(
            (int) right + 8,
            (int) (top + height + 24),
            title,
            "%d events of %d nodes in %s; all are in the list beside the picture."
                .formatted(events.size(), lanes.count(), Clock.text((long) (end - start))));
  }

  /** The drawing, or nothing when no node did anything. */
  static String of(List<Entry> entries) {
    String question =
        entries.stream()
            .filter(Entry.Question.class::isInstance)
            .map(e -> ((Entry.Question) e).text())
            .findFirst()
            .orElse("a run");
    return Folding.events(entries).isEmpty()
        ? ""
        : new Timeline(entries, "Timeline: " + question, 0, 0).draw();
  }

  /** A part of the story, as large as if it were all. */
  static String enlarged(List<Entry> all, List<Entry> part) {
    List<Entry> events = Folding.events(part);
    int before = Folding.events(all.subList(0, all.indexOf(part.get(0)))).size();
    String title = "Timeline, enlarged from " + Clock.text(events.get(0).millis());
    return new Timeline(part, title, events.get(0).millis(), before).draw();
  }

  private double y(double millis) {
    return top + height * Math.max(0, Math.min(1, (millis - start) / (end - start)));
  }

  private String draw() {
    steps();
    away();
    axis();
    claims();
    lanes();
    leaders();
    new Marks(svg, lanes, entry -> y(instants.of(entry))).draw(events);
    names();
    texts();
    return svg.end();
  }

  /** Every second step has a ground of its own, that its texts share. */
  private void steps() {
    List<Chronicle.Row> steps =
        rows.stream().filter(row -> row.moment().kind() == Moment.Kind.STEP).toList();
    for (int i = 0; i < steps.size(); i++) {
      boolean last = i == steps.size() - 1;
      Chronicle.Row step = steps.get(i);
      double until = last ? top + height + 8 : y(steps.get(i + 1).moment().millis());
      double below = last ? top + height + 8 : steps.get(i + 1).top();
      if (i % 2 == 0) {
        band(Colour.BAND, y(step.moment().millis()), until, step.top(), below);
      }
    }
  }

  private void claims() {
    for (Chronicle.Row row : rows) {
      if (row.moment().kind() == Moment.Kind.HELD || row.moment().kind() == Moment.Kind.FAILED) {
        double y = y(row.moment().millis());
        Colour colour = row.moment().kind() == Moment.Kind.HELD ? Colour.HELD : Colour.AWAY;
        band(colour, y - 1, y + 1, row.top(), row.bottom() - 2);
      }
    }
  }

  /** From its time in the lanes to its place among the texts. */
  private void band(Colour colour, double from, double to, double textFrom, double textTo) {
    double near = lanes.right();
    double far = near + GUTTER;
    svg.add(
        "<path class=\"%s\" d=\"M%d %.1fH%.0fL%.0f %.1fH%.0fV%.1fH%.0fL%.0f %.1fH%dz\"/>%n",
        colour.css(), LEFT, from, near, far, textFrom, right, textTo, far, near, to, LEFT);
  }

  /** What this run goes without stands above it, and beside it as long as it lasts. */
  private void away() {
    if (away.isEmpty()) {
      return;
    }
    double banner = 10.0 + Chronicle.LINE * away.size();
    svg.box(Colour.AWAY.css(), 8, 6, right - 8, banner);
    svg.box(Colour.NO.css(), LEFT - 6, top, 6, height + 8);
    for (int i = 0; i < away.size(); i++) {
      String mark = i == 0 ? "− " : "  ";
      svg.bold(16, 24.0 + Chronicle.LINE * i, "start", Colour.INK.css(), mark + away.get(i));
    }
  }

  private void axis() {
    double step = Math.max(1, Axis.step(end - start, Math.max(2, (int) height / TICK)));
    for (double tick = step * Math.ceil(start / step); tick <= end; tick += step) {
      double y = y(tick);
      svg.line(Colour.GRID.css(), LEFT - 6, y, lanes.right(), y);
      svg.text(LEFT - 12, y + 5, "end", Colour.DIM.css(), tick(Math.round(tick)));
    }
  }

  private String tick(long millis) {
    if (end - start < 2_000 && millis < 100_000) {
      return String.format(Locale.ROOT, "%,d ms", millis);
    }
    double span = end - start;
    String format = span < 2_000 ? "%.3f s" : span < 10_000 ? "%.1f s" : "%.0f s";
    return String.format(Locale.ROOT, format, millis / 1_000.0);
  }

  private void lanes() {
    for (Lanes.Header header : lanes.headers()) {
      double from = top - 4.0 - Lanes.HEADER * header.row();
      svg.line(Colour.GRID.css(), header.x(), from, header.x(), top + height + 8);
    }
  }

  private void leaders() {
    for (Chronicle.Row row : rows) {
      Moment moment = row.moment();
      if (moment.detail() || moment.kind() == Moment.Kind.MORE) {
        double from =
            moment.nodes().isEmpty() || moment.kind() == Moment.Kind.MESSAGE
                ? lanes.right()
                : lanes.x(moment.nodes().get(0));
        svg.add(
            "<path class=\"l l-grid\" d=\"M%.0f %.1fH%.0fL%.0f %.1f\"/>%n",
            from, y(moment.millis()), lanes.right(), lanes.right() + GUTTER - 4, row.middle());
      }
    }
  }

  private void names() {
    for (Lanes.Header header : lanes.headers()) {
      double base = top - 12.0 - Lanes.HEADER * header.row();
      double width = header.width();
      svg.box(Colour.PAPER.css(), header.x() - width / 2, base - 14, width, 19);
      svg.bold(header.x(), base, "middle", Colour.INK.css(), header.name());
    }
  }

  private void texts() {
    double time = lanes.right() + GUTTER + TIME;
    for (Chronicle.Row row : rows) {
      Moment.Kind kind = row.moment().kind();
      double base = row.middle() + 5;
      long millis = (long) row.moment().millis();
      String at = start > 0 ? tick(millis) : Clock.text(millis);
      svg.text(time, base, "end", Colour.DIM.css(), at);
      for (String line : row.lines()) {
        if (kind == Moment.Kind.STEP) {
          svg.bold(time + 8, base, "start", Colour.INK.css(), line);
        } else {
          svg.text(time + 8, base, "start", colour(kind), line);
        }
        base += Chronicle.LINE;
      }
    }
  }

  private static String colour(Moment.Kind kind) {
    return switch (kind) {
      case HELD -> Colour.YES.css();
      case FAILED -> Colour.NO.css();
      case MORE -> Colour.DIM.css();
      default -> Colour.INK.css();
    };
  }
}
