package scalebook.tour;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import scalebook.book.Glossary;
import scalebook.lab.Chapter;
import scalebook.lab.Project;

/**
 * The book as files for any web host, or for none: each chapter with its recorded runs, and nothing
 * that needs a machine to run on.
 */
final class Export {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <title>%s</title>
      <link rel="icon" href="icon.svg" type="image/svg+xml">
      <link rel="stylesheet" href="tour.css">
      <script src="export.js" defer></script>
      </head>
      <body>
      <div id="app">
      <header><nav class="chapters" aria-label="Chapters">%s</nav><h1>%s</h1>
      <button type="button" class="big" id="big" aria-pressed="false" aria-label="type for a projector">A+</button></header>
      <main class="read export">%s</main>
      </div>
      </body>
      </html>
      """;

  private final Contents contents = new Contents();
  private final Path folder;
  private final Terms terms;

  Export(Path folder) throws IOException {
    this.folder = folder;
    this.terms = new Terms(Glossary.in(Project.root()));
  }

  /** Writes it all; what else is in the folder stays. */
  void write() throws IOException {
    Files.createDirectories(folder);
    for (String name : List.of("tour.css", "export.js", "icon.svg")) {
      try (InputStream in = Export.class.getResourceAsStream(name)) {
        Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    for (Contents.Part part : contents.all()) {
      String title = part.number() + " " + part.title();
      Files.writeString(
          folder.resolve(part.number() + ".html"),
          PAGE.formatted(
              escaped(title),
              chapters(part.number()),
              escaped(part.title().split(":")[0]),
              "<article>%s</article><aside aria-label=\"Lessons and exercises\">%s%s</aside>"
                  .formatted(text(part.number()), lessons(part), exercises(part))));
    }
    String all = contents.all().stream().map(Export::entry).collect(Collectors.joining());
    Files.writeString(
        folder.resolve("index.html"),
        PAGE.formatted(
            "The book",
            chapters(0),
            "The book",
            "<article><h2>Chapters</h2>" + all + "</article>"));
  }

  private String text(int number) throws IOException {
    Chapter chapter = contents.chapter(number);
    Path readme = Project.root().resolve(chapter.folder()).resolve("README.md");
    return Markdown.still(terms::meaning, chapter.folder()).html(Files.readString(readme));
  }

  private String chapters(int current) {
    return contents.all().stream()
        .map(
            part ->
                "<a href=\"%1$d.html\" aria-label=\"%1$d %2$s\"%3$s>%1$d</a>"
                    .formatted(
                        part.number(),
                        escaped(part.title()),
                        part.number() == current ? " aria-current=\"page\"" : ""))
        .collect(Collectors.joining());
  }

  private static String entry(Contents.Part part) {
    return "<p><a href=\"%d.html\"><b>%s</b></a><br>%s</p>"
        .formatted(
            part.number(), escaped(part.number() + " " + part.title()), escaped(part.idea()));
  }

  private static String lessons(Contents.Part part) {
    return "<h2>Lessons</h2>"
        + part.lessons().stream()
            .map(
                one ->
                    "<p><b>%s %s</b> <code>./book %1$s</code><br>%3$s</p>"
                        .formatted(one.number(), one.name(), escaped(one.question())))
            .collect(Collectors.joining());
  }

  private static String exercises(Contents.Part part) {
    return "<h2>Exercises</h2>"
        + part.exercises().stream()
            .map(
                one ->
                    "<p><b>%s %s</b> <code>./book check %1$s</code><br>%3$s</p>%4$s"
                        .formatted(one.number(), one.name(), escaped(one.task()), hints(one)))
            .collect(Collectors.joining());
  }

  private static String hints(Contents.Task task) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < task.hints().size(); i++) {
      all.append(
          "<details><summary>hint %d</summary><pre>%s</pre></details>"
              .formatted(i + 1, escaped(task.hints().get(i))));
    }
    return all.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
