package scalebook.lab.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One page with the last run of every lesson: verdicts and pictures, and nothing from a network.
 */
public final class Page {
  private static final String SECTION = "section.html";
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en"><meta charset="utf-8"><title>What held</title>
      <style>
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 90rem; margin: 2rem auto; padding: 0 1rem; }
        section { border-top: 1px solid #ccc; padding: 1rem 0; }
        h2 { margin: 0; } .no { color: #b00020; } .yes { color: #1b7f3b; }
        ul { list-style: none; padding: 0; } img { margin: .5rem 0; border: 1px solid #eee; }
        div { overflow-x: auto; }
      </style>
      <h1>What held</h1>
      """;

  private Page() {}

  /** Writes a lesson's part into its folder, and the page of all parts beside the folders. */
  public static Path write(
      Path folder, String number, String command, Story story, List<Path> pictures)
      throws IOException {
    Files.writeString(
        folder.resolve(SECTION), section(folder, number + " " + command, story, pictures));
    return index(folder.getParent());
  }

  private static String section(Path folder, String title, Story story, List<Path> pictures) {
    StringBuilder html = new StringBuilder();
    html.append(
        "<section><h2 class=\"%s\">%s</h2>%n".formatted(mark(story.asExpected()), text(title)));
    List<String> claims = new ArrayList<>();
    for (Entry entry : story.entries()) {
      if (entry instanceof Entry.Question question) {
        html.append("<p>").append(text(question.text())).append("</p>\n");
      } else if (entry instanceof Entry.Claim claim) {
        claims.add(
            "<li class=\"%s\">%s %s</li>"
                .formatted(mark(claim.held()), claim.held() ? "✔" : "✘", text(claim.text())));
      }
    }
    html.append("<ul>").append(String.join("\n", claims)).append("</ul>\n");
    for (Path picture : pictures) {
      String file = folder.getFileName() + "/" + picture.getFileName();
      html.append(
          "<div><img src=\"%s\" alt=\"%s\" loading=\"lazy\"></div>%n".formatted(file, text(file)));
    }
    return html.append("</section>\n").toString();
  }

  private static String mark(boolean held) {
    return held ? "yes" : "no";
  }

  private static String text(String plain) {
    return plain
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Whole at any moment: two lessons may end at the same time. */
  private static Path index(Path root) throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    try (Stream<Path> folders = Files.list(root)) {
      List<Path> sections =
          folders
              .map(folder -> folder.resolve(SECTION))
              .filter(Files::exists)
              .sorted(Comparator.comparing(section -> section.getParent().getFileName().toString()))
              .toList();
      for (Path section : sections) {
        page.append(Files.readString(section));
      }
    }
    Path fresh = Files.createTempFile(root, "index", ".new");
    Files.writeString(fresh, page);
    return Files.move(
        fresh,
        root.resolve("index.html"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }
}
