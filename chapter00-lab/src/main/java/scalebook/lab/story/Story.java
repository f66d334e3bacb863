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
  private final Mechanisms mechanisms;
  private final List<Sink> sinks;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Double> figures = new LinkedHashMap<>();

  public Story(Sink... sinks) {
    this(Mechanisms.NONE, sinks);
  }

  public Story(Mechanisms mechanisms, Sink... sinks) {
    this.mechanisms = mechanisms;
    this.sinks = List.of(sinks);
    mechanisms.away().ifPresent(away -> tell(new Entry.Without(0, away.name(), away.what())));
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

  /** A result that fits into no table. */
  public void note(String format, Object... arguments) {
    tell(new Entry.Note(millis(), text(format, arguments)));
  }

  /** Something happened at a node: for the timeline, and for whoever asks for every event. */
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

  /** What the lesson set out to show, and whether it did; something carries it. */
  public boolean claim(String text, boolean held) {
    return claim(text, held, false);
  }

  /** A claim about the broken way: the run itself shows what happens without the mechanism. */
  public boolean control(String text, boolean held) {
    return claim(text, held, true);
  }

  private boolean claim(String text, boolean held, boolean control) {
    tell(
        new Entry.Claim(
            millis(),
            text,
            held,
            control,
            mechanisms.carrying(text),
            held == mechanisms.shouldHold(text),
            mechanisms.remark(text, held)));
    return held;
  }

  public List<Entry.Claim> claims() {
    return entries().stream()
        .filter(Entry.Claim.class::isInstance)
        .map(Entry.Claim.class::cast)
        .toList();
  }

  public Mechanisms mechanisms() {
    return mechanisms;
  }

  /**
   * At least one claim was made, and each ended as it should; without a mechanism, some must fall.
   */
  public boolean asExpected() {
    List<Entry.Claim> claims = claims();
    return !claims.isEmpty()
        && claims.stream().allMatch(Entry.Claim::expected)
        && mechanisms.away().stream()
            .flatMap(away -> away.falls().stream())
            .allMatch(text -> claims.stream().anyMatch(claim -> claim.text().equals(text)));
  }

  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  public synchronized Map<String, Double> figures() {
    return new LinkedHashMap<>(figures);
  }
}
