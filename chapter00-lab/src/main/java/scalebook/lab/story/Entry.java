package scalebook.lab.story;

import java.util.List;
import java.util.Map;

/** One thing that a story tells, with the milliseconds since the story began. */
public sealed interface Entry {
  long millis();

  record Question(long millis, String text) implements Entry {}

  record Step(long millis, String text) implements Entry {}

  record Event(long millis, String node, String text) implements Entry {}

  record Message(long millis, String from, String to, String text) implements Entry {}

  /** The head of a table; {@code widths} are its columns' widths. */
  record Head(long millis, List<String> cells, List<Integer> widths) implements Entry {}

  record Row(long millis, List<String> cells, List<Integer> widths) implements Entry {}

  /** A line that is always shown. */
  record Note(long millis, String text) implements Entry {}

  /** This run goes without a mechanism. */
  record Without(long millis, String name, String what) implements Entry {}

  /**
   * What the lesson set out to show. {@code control}: it is about the broken way; else a counter-
   * proof exists for each of {@code carriedBy}. {@code expected}: it ended as it should in this
   * run.
   */
  record Claim(
      long millis,
      String text,
      boolean held,
      boolean control,
      List<String> carriedBy,
      boolean expected,
      String remark)
      implements Entry {
    @Override
    public String toString() {
      return (held ? "✔ " : "✘ ") + text + remark;
    }
  }

  /** Curves over one axis: each series is a name and its points in order. */
  record Chart(
      long millis, String title, String x, String y, Map<String, List<Point>> series, Style style)
      implements Entry {}

  record Point(double x, double y) {}

  /** How a chart draws its series. */
  enum Style {
    LINE,
    BAR
  }
}
