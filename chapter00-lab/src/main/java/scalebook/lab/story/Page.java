package scalebook.lab.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One page with the last run of every lesson: tables, verdicts and pictures, and nothing from a
 * network.
 */
public final class Page {
  private static final String SECTION = "section.html";
  private static final Pattern NUMBER = Pattern.compile("(\\d+)\\.(\\d+)");
  private static final Pattern TITLE =
      Pattern.compile("<section id=\"(.*?)\">\\R<h2 class=\"(\\w+)\">(.*?)</h2>");
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>What held</title>
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <style>
      %s
      body { font: 18px/1.5 system-ui, sans-serif; max-width: 90rem; margin: 1.5rem auto;
        padding: 0 1rem; color: var(--ink); background: var(--paper); }
      a { color: inherit; } nav a { display: inline-block; margin: 0 1rem .3rem 0; }
      section { border-top: 2px solid var(--grid); padding: 1rem 0 2rem; }
      h2 { margin: 0; } h3 { margin: 1.2rem 0 .3rem; }
      .yes { color: var(--yes); } .no { color: var(--no); } .dim { color: var(--dim); }
      .away { background: var(--away); padding: .4rem .8rem; font-weight: bold; }
      ul { list-style: none; padding: 0; } figure { margin: 1rem 0; overflow-x: auto; }
      caption { text-align: left; white-space: nowrap; font-weight: bold; }
      img { display: block; box-sizing: border-box; max-width: 100%%; height: auto; border: 1px solid var(--grid); }
      .wide { overflow-x: auto; } table { border-collapse: collapse; margin: .5rem 0; }
      th, td { padding: .2rem .8rem; border-bottom: 1px solid var(--grid); text-align: left;
        vertical-align: top; }
      th { background: var(--band); } tbody th { white-space: nowrap; }
      .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
      details { margin: .3rem 0; } summary { cursor: pointer; color: var(--dim); }
      @media print { details { display: none; } section { break-inside: avoid; } }
      </style></head><body>
      <h1>What held</h1>
      <p class="dim">Behind a claim stands the mechanism that carries it: --without takes it away, and the claim falls.
        Behind "control" stands the broken way, in the same run.</p>
      """
          .formatted(Colour.variables());

  private Page() {}

  /** Writes a lesson's part into its folder, and the page of all parts beside the folders. */
  public static Path write(
      Path folder, String number, String command, Story story, List<Path> pictures)
      throws IOException {
    Files.createDirectories(folder);
    Section section = new Section(folder, number, command, story);
    Files.writeString(folder.resolve(Section.ALL_EVENTS), section.eventsAsText());
    Files.writeString(folder.resolve(SECTION), section.html(pictures));
    return index(folder.toAbsolutePath().getParent());
  }

  /** Whole at any moment: two lessons may end at the same time. */
  private static Path index(Path root) throws IOException {
    StringBuilder sections = new StringBuilder();
    try (Stream<Path> folders = Files.list(root)) {
      List<Path> files =
          folders
              .map(folder -> folder.resolve(SECTION))
              .filter(Files::exists)
              .sorted(Comparator.comparing(file -> order(file.getParent().getFileName())))
              .toList();
      for (Path file : files) {
        sections.append(Files.readString(file));
      }
    }
    Path fresh = Files.createTempFile(root, "index", ".new");
    Files.writeString(fresh, HEAD + contents(sections) + sections + "</body></html>\n");
    return Files.move(
        fresh,
        root.resolve("index.html"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  /** 1.10 comes after 1.9. */
  private static String order(Path name) {
    return NUMBER
        .matcher(name.toString())
        .replaceAll(r -> "%09d.%09d".formatted(number(r, 1), number(r, 2)));
  }

  private static long number(MatchResult result, int group) {
    return Long.parseLong(result.group(group));
  }

  private static String contents(CharSequence sections) {
    return TITLE
        .matcher(sections)
        .results()
        .map(
            r ->
                "<a class=\"%s\" href=\"#%s\">%s</a>".formatted(r.group(2), r.group(1), r.group(3)))
        .collect(Collectors.joining("\n", "<nav aria-label=\"lessons\">\n", "\n</nav>\n"));
  }
}
