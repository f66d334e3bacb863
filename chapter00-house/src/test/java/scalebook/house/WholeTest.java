package scalebook.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import scalebook.book.testing.Sizes;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;

/** What only all chapters together can show. */
class WholeTest {
  private static final int MEDIAN = 105;

  /** What a lesson declares of its counter-proofs is a list, not a story. */
  private static final Pattern DECLARED =
      Pattern.compile(
          "@Without\\((?:[^()]|\\([^()]*\\))*\\)\\n"
              + "|\\n  (private )?static final String \\w+ =\\s*\"[^;]*;");

  @Test
  void theMapShowsEveryChapterAndLesson() throws IOException {
    String map = Files.readString(Path.of("../README.md"));
    for (Chapter chapter : Chapter.all()) {
      assertThat(map).contains("(%s/README.md)".formatted(chapter.folder()));
    }
    assertThat(Chapter.allLessons().map(Lesson::command))
        .allSatisfy(command -> assertThat(map).contains("`" + command + "`"));
  }

  @Test
  void halfOfTheLessonsAreShort() throws IOException {
    List<Integer> lengths = new ArrayList<>();
    for (Chapter chapter : Chapter.all()) {
      for (Path file : Sizes.sources(Path.of("..", chapter.folder(), "src/main/java"))) {
        if (file.getFileName().toString().startsWith("Lesson")) {
          String story = DECLARED.matcher(Files.readString(file)).replaceAll("");
          lengths.add((int) story.lines().count());
        }
      }
    }
    Collections.sort(lengths);
    assertThat(lengths.get(lengths.size() / 2)).as("of %s", lengths).isLessThanOrEqualTo(MEDIAN);
  }

  /** CONTRIBUTING.md's table; its first columns are the chapter and what there was before. */
  @Test
  void thePictureShowsThePackages() throws IOException {
    List<String> picture = Files.readAllLines(Path.of("../CONTRIBUTING.md"));
    for (Chapter chapter : Chapter.all()) {
      Set<String> packages = packages(chapter);
      String row =
          "| %s | %s |"
              .formatted(
                  names(packages, name -> !name.matches("(stage|lessons)(\\..*)?")),
                  names(packages, name -> name.matches("stage(\\..*)?")));
      assertThat(picture)
          .as("the packages of %s", chapter.folder())
          .anyMatch(line -> line.startsWith("| " + chapter.folder()) && line.endsWith(row));
    }
  }

  private static Set<String> packages(Chapter chapter) throws IOException {
    String root = chapter.getClass().getPackageName();
    Path main = Path.of("..", chapter.folder(), "src/main/java", root.replace('.', '/'));
    Set<String> packages = new TreeSet<>();
    for (Path file : Sizes.sources(main)) {
      packages.add(main.relativize(file.getParent()).toString().replace(File.separatorChar, '.'));
    }
    packages.remove("");
    return packages;
  }

  private static String names(Set<String> packages, Predicate<String> which) {
    String names =
        packages.stream()
            .filter(which)
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "–" : names;
  }
}
