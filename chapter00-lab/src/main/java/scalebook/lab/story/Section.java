package scalebook.lab.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A lesson's part of the page: what it measured, what held, and what happened. */
final class Section {
  static final String ALL_EVENTS = "events.txt";
  private static final int MOST_EVENTS = 400; // in the page; the file has all
  private static final int MOST_POINTS = 100;
  private static final Pattern ABOUT =
      Pattern.compile("<title>(.*?)</title>\\s*<desc>(.*?)</desc>", Pattern.DOTALL);

  private final Path folder;
  private final String number;
  private final String command;
  private final Story story;
  private final List<Entry> entries;
  private final List<Entry> events;
  private final StringBuilder html = new StringBuilder();

  Section(Path folder, String number, String command, Story story) {
    this.folder = folder;
    this.number = number;
    this.command = command;
    this.story = story;
    entries = story.entries();
    events = Folding.events(entries);
  }

  String html(List<Path> pictures) throws IOException {
    boolean held = story.asExpected();
    add("<section id=\"%s\">%n", Svg.escape(number));
    add("<h2 class=\"%s\">%s</h2>%n", mark(held), (held ? "✔ " : "✘ ") + title());
    paragraphs();
    Tables.of(entries).forEach(this::table);
    lists();
    List<Entry.Chart> charts = Pictures.charts(entries);
    for (int i = 0; i < pictures.size(); i++) {
      picture(pictures.get(i));
      if (i < charts.size()) {
        add("<details><summary>the figures of this chart</summary>%n");
        table(figures(charts.get(i)));
        add("</details>%n");
      }
    }
    events();
    add("</section>%n");
    return html.toString();
  }

  private String title() {
    return Svg.escape(number + " " + command);
  }

  private void paragraphs() {
    for (Entry entry : entries) {
      if (entry instanceof Entry.Question question) {
        add("<p>%s</p>%n", Svg.escape(question.text()));
      } else if (entry instanceof Entry.Without without) {
        String away = "without %s: %s".formatted(without.name(), without.what());
        add("<p class=\"away\">− %s</p>%n", Svg.escape(away));
      }
    }
  }

  /** Notes, then claims. */
  private void lists() {
    for (Entry entry : entries) {
      if (entry instanceof Entry.Note note) {
        add("<p>%s</p>%n", Svg.escape(note.text()));
      }
    }
    add("<ul>%n");
    for (Entry.Claim claim : story.claims()) {
      String foundation = claim.control() ? "control" : String.join(", ", claim.carriedBy());
      add(
          "<li><span class=\"%s\">%s</span>%s%s</li>%n",
          mark(claim.held()),
          Svg.escape(claim.toString()),
          foundation.isEmpty()
              ? ""
              : " <small class=\"dim\">" + Svg.escape(foundation) + "</small>",
          claim.expected() ? "" : " <strong class=\"no\">not as predicted</strong>");
    }
    add("</ul>%n");
  }

  /** A larger view, a click away, needs no program but the browser. */
  private void picture(Path picture) throws IOException {
    Matcher about = ABOUT.matcher(Files.readString(picture));
    String text = about.find() ? about.group(1) + ". " + about.group(2) : "";
    String file = folder.getFileName() + "/" + picture.getFileName();
    add(
        "<figure><a href=\"%s\"><img src=\"%s\" alt=\"%s\" loading=\"lazy\"></a></figure>%n",
        file, file, text);
  }

  private void table(Tables table) {
    add("<div class=\"wide\"><table>");
    if (!table.caption().isEmpty()) {
      add("<caption>%s</caption>", Svg.escape(table.caption()));
    }
    add("<thead><tr>");
    for (int i = 0; i < table.head().size(); i++) {
      String right = isOfFigures(table, i) ? " class=\"n\"" : "";
      add("<th scope=\"col\"%s>%s</th>", right, Svg.escape(table.head().get(i)));
    }
    add("</tr></thead><tbody>%n");
    for (List<String> row : table.rows()) {
      add("<tr>");
      for (int i = 0; i < row.size(); i++) {
        add(
            i == 0
                ? "<th scope=\"row\">%s</th>"
                : isOfFigures(table, i) ? "<td class=\"n\">%s</td>" : "<td>%s</td>",
            Svg.escape(row.get(i)));
      }
      add("</tr>%n");
    }
    add("</tbody></table></div>%n");
  }

  /** Such a column stands to the right, with its head, and with a dash where there is no figure. */
  private static boolean isOfFigures(Tables table, int column) {
    return column > 0
        && table.rows().stream()
            .filter(row -> column < row.size())
            .anyMatch(row -> Figures.number(row.get(column)).isPresent());
  }

  /** A row for each name of a bar, else for each x. */
  private static Tables figures(Entry.Chart chart) {
    List<List<String>> rows = new ArrayList<>();
    if (chart.style() == Entry.Style.BAR) {
      chart.series().forEach((name, points) -> rows.add(List.of(name, y(points, 0))));
      return new Tables("", List.of(chart.x(), chart.y()), rows);
    }
    List<String> head = new ArrayList<>(List.of(chart.x()));
    head.addAll(chart.series().keySet());
    TreeSet<Double> xs = new TreeSet<>();
    chart.series().values().forEach(points -> points.forEach(p -> xs.add(p.x())));
    for (double x : xs.stream().limit(MOST_POINTS).toList()) {
      List<String> row = new ArrayList<>(List.of(Figures.text(x)));
      chart.series().values().forEach(points -> row.add(y(points, x)));
      rows.add(row);
    }
    if (xs.size() > MOST_POINTS) {
      rows.add(List.of("%d more".formatted(xs.size() - MOST_POINTS)));
    }
    return new Tables("", head, rows);
  }

  private static String y(List<Entry.Point> points, double x) {
    return points.stream()
        .filter(p -> p.x() == x)
        .findFirst()
        .map(p -> Figures.text(p.y()))
        .orElse("");
  }

  private void events() {
    if (events.isEmpty()) {
      return;
    }
    add("<details><summary>all events (%d)</summary>%n", events.size());
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < Math.min(MOST_EVENTS, events.size()); i++) {
      rows.add(cells(i));
    }
    table(new Tables("", List.of("#", "ms", "node", "what"), rows));
    String file = folder.getFileName() + "/" + ALL_EVENTS;
    add("<p>Also as text: <a href=\"%s\">%s</a>%s</p>%n", file, ALL_EVENTS, rest());
    add("</details>%n");
  }

  private String rest() {
    int more = events.size() - MOST_EVENTS;
    return more > 0 ? ", with the other %d".formatted(more) : "";
  }

  private List<String> cells(int i) {
    Entry event = events.get(i);
    String count = String.valueOf(i + 1);
    String millis = "%,d".formatted(event.millis());
    if (event instanceof Entry.Message m) {
      return List.of(count, millis, m.from() + " → " + m.to(), m.text());
    }
    return List.of(count, millis, ((Entry.Event) event).node(), ((Entry.Event) event).text());
  }

  String eventsAsText() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < events.size(); i++) {
      text.append(String.join("\t", cells(i))).append('\n');
    }
    return text.toString();
  }

  private static String mark(boolean held) {
    return held ? "yes" : "no";
  }

  private void add(String format, Object... arguments) {
    html.append(String.format(java.util.Locale.ROOT, format, arguments));
  }
}
