package scalebook.lab;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import scalebook.lab.exercise.Exercise;
import scalebook.lab.torment.Torment;

/** A chapter's table of contents; found by {@link ServiceLoader}. */
public interface Chapter {
  int number();

  String title();

  /** The idea in one line. */
  String idea();

  /** The scale cube's three ways to grow. */
  enum Axis {
    X("cloning"),
    Y("functions"),
    Z("partitioning");

    private final String way;

    Axis(String way) {
      this.way = way;
    }

    /** As in {@code x-axis: cloning}. */
    @Override
    public String toString() {
      return "%s-axis: %s".formatted(name().toLowerCase(Locale.ROOT), way);
    }
  }

  /** Where the book's cube has this chapter: copies up to 4, then data, then functions. */
  default Axis axis() {
    return number() <= 4 ? Axis.X : number() == 5 ? Axis.Z : Axis.Y;
  }

  /** In the order of the chapter; a class named {@code Lesson4…} is lesson N.4. */
  List<Supplier<Lesson>> lessons();

  /** Each stub in {@code src/exercise} has its text beside it. */
  default List<Exercise> exercises() {
    return Exercise.below(Project.root().resolve(folder()).resolve("src/exercise/java"));
  }

  /** The chapter's system, kept up to play with. */
  default Optional<Supplier<Playground>> playground() {
    return Optional.empty();
  }

  /** What breaks its playground at random, and judges what clients saw. */
  default Optional<Torment.Maker> torment() {
    return Optional.empty();
  }

  /** A comparison with the systems that people use, where they are installed. */
  default Optional<Callable<Integer>> versus() {
    return Optional.empty();
  }

  /** The chapter's folder in the project: {@code chapter05-partitioning}. */
  default String folder() {
    String concept = getClass().getPackageName();
    return "chapter%02d-%s".formatted(number(), concept.substring(concept.lastIndexOf('.') + 1));
  }

  static List<Chapter> all() {
    return ServiceLoader.load(Chapter.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(Chapter::number))
        .toList();
  }

  static Stream<Lesson> allLessons() {
    return all().stream().flatMap(chapter -> chapter.lessons().stream().map(Supplier::get));
  }
}
