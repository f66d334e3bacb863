package scalebook.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import scalebook.lab.story.Entry;
import scalebook.lab.story.Mechanisms.Mechanism;
import scalebook.lab.story.Page;
import scalebook.lab.story.Pictures;
import scalebook.lab.story.Story;

/** How a story ends: its pictures, and the last line. */
final class Ending {
  private Ending() {}

  /** Draws; returns the line. */
  static String of(String number, String command, Story story, Set<String> own) throws IOException {
    Optional<Mechanism> away = story.mechanisms().away();
    String section =
        number
            + (own.isEmpty() ? "" : "-mine")
            + away.map(one -> "-without-" + one.name()).orElse("");
    Path folder = Project.output().resolve("story").resolve(section);
    List<Path> pictures = Pictures.draw(story, folder);
    Page.write(folder, section, command, story, pictures);
    List<String> line = new ArrayList<>();
    String yours = own.isEmpty() ? "" : " with your " + String.join(", ", own);
    line.add(verdict(story, away) + yours);
    line.add(String.format(Locale.ROOT, "%.1f s", story.millis() / 1000.0));
    if (!pictures.isEmpty()) {
      line.add("pictures: " + shown(folder));
    }
    List<String> names = story.mechanisms().names();
    if (away.isEmpty() && !names.isEmpty()) {
      line.add("now --without " + names.get(0));
    }
    return String.join(" · ", line);
  }

  private static String verdict(Story story, Optional<Mechanism> away) {
    List<Entry.Claim> claims = story.claims();
    long held = claims.stream().filter(Entry.Claim::held).count();
    if (away.isEmpty()) {
      return "%d of %d claims held".formatted(held, claims.size());
    }
    return "%d of %d claims fell without %s, %s"
        .formatted(
            claims.size() - held,
            claims.size(),
            away.get().name(),
            story.asExpected() ? "as predicted" : "not as predicted");
  }

  private static String shown(Path folder) {
    Path here = Path.of("").toAbsolutePath();
    Path there = folder.toAbsolutePath().normalize();
    return (there.startsWith(here) ? here.relativize(there) : there) + "/";
  }
}
