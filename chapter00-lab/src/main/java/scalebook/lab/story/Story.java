package scalebook.lab.story;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * What a lesson tells while it runs. Everything goes through here once, and sinks make text, JSON
 * and pictures of it. Any thread may tell.
 */
public final class Story {
  /** A story that nobody could read helps nobody; a flood of events must not fill the memory. */
  private static final int MOST_ENTRIES = 20_000;

  private final long start = System.nanoTime();
  private final List<Sink> sinks;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Double> figures = new LinkedHashMap<>();
  private int claims;
  private int failed;

  public Story(Sink... sinks) {
    this.sinks = List.of(sinks);
  }

  public long millis() {
    return (System.nanoTime() - start) / 1_000_000;
  }

  private synchronized void tell(Entry entry) {
    boolean detail = entry instanceof Entry.Event || entry instanceof Entry.Message;
    if (!detail || entries.size() < MOST_ENTRIES) { // a claim is never left out
      entries.add(entry);
      sinks.forEach(sink -> sink.tell(entry));
    }
  }

  private static String text(String format, Object... arguments) {
    return arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments);
  }

  /** What the lesson wants to know. */
  public void question(String format, Object... arguments) {
    tell(new Entry.Question(millis(), text(format, arguments)));
  }

  /** The next thing the lesson does. */
  public void step(String format, Object... arguments) {
    tell(new Entry.Step(millis(), text(format, arguments)));
  }

  /** Something happened at a node. */
  public void event(String node, String format, Object... arguments) {
    tell(new Entry.Event(millis(), node, text(format, arguments)));
  }

  /** A node told another something. */
  public void message(String from, String to, String format, Object... arguments) {
    tell(new Entry.Message(millis(), from, to, text(format, arguments)));
  }

  /** A table whose rows are told as they come. */
  public Table table(String... columns) {
    List<Integer> widths = Stream.of(columns).map(c -> Math.max(c.length(), 10)).toList();
    List<Integer> all = new ArrayList<>(widths);
    all.set(0, Math.max(columns[0].length(), 28));
    tell(new Entry.Head(millis(), List.of(columns), all));
    return new Table(all);
  }

  /** Rows of one table. */
  public final class Table {
    private final List<Integer> widths;

    private Table(List<Integer> widths) {
      this.widths = widths;
    }

    /** A double is shown with one decimal, everything else as it is. */
    public Row row(Object... cells) {
      List<String> texts =
          Stream.of(cells)
              .map(
                  c ->
                      c instanceof Double d
                          ? text("%,.1f", d)
                          : c instanceof Number ? text("%,d", c) : c.toString())
              .toList();
      tell(new Entry.Row(millis(), texts, widths));
      return new Row();
    }
  }

  /** What a row shows, by the names under which other programs read it. */
  public final class Row {
    private Row() {}

    public Row figure(String name, double value) {
      Story.this.figure(name, value);
      return this;
    }
  }

  /** A chart of lines through the points. */
  public void chart(String title, String x, String y, Map<String, List<Entry.Point>> series) {
    tell(new Entry.Chart(millis(), title, x, y, series, Entry.Style.LINE));
  }

  /** A chart with one bar for each name. */
  public void bars(String title, String x, String y, Map<String, Double> values) {
    Map<String, List<Entry.Point>> series = new LinkedHashMap<>();
    values.forEach((name, value) -> series.put(name, List.of(new Entry.Point(0, value))));
    tell(new Entry.Chart(millis(), title, x, y, series, Entry.Style.BAR));
  }

  /** A number by the name under which other programs read it. */
  public synchronized double figure(String name, double value) {
    figures.put(name, value);
    return value;
  }

  public synchronized double figure(String name) {
    Double value = figures.get(name);
    if (value == null) {
      throw new NoSuchElementException("no figure '" + name + "' was measured");
    }
    return value;
  }

  /** What the lesson set out to show, and whether it did. */
  public boolean claim(String text, boolean held) {
    synchronized (this) {
      claims++;
      failed += held ? 0 : 1;
    }
    tell(new Entry.Claim(millis(), text, held));
    return held;
  }

  /** All claims held, and there was at least one. */
  public synchronized boolean held() {
    return claims > 0 && failed == 0;
  }

  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  public synchronized Map<String, Double> figures() {
    return new LinkedHashMap<>(figures);
  }
}
