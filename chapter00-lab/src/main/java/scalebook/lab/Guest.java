package scalebook.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import scalebook.engines.process.Home;
import scalebook.engines.process.Missing;

/**
 * An engine that others made and that is no part of the build: a folder {@code src/kafka} of a
 * chapter, with a POM whose dependencies are the engine, and our sources that need it. Maven
 * fetches it when a lesson first needs it; a lesson that does not need it never pays for it.
 *
 * @param folder where its POM is
 * @param home where it stays when it is fetched
 */
public record Guest(Path folder, Home home) {
  static final String JARS = "jars";
  static final String CLASSES = "classes";
  private static final Pattern IMPORT = Pattern.compile("import (scalebook[\\w.]+);");
  private static final double MEGABYTE = 1e6;

  /** All of this project. */
  public static List<Guest> all() {
    return Chapter.all().stream()
        .map(chapter -> Project.root().resolve(chapter.folder()).resolve("src"))
        .flatMap(Guest::in)
        .toList();
  }

  private static Stream<Guest> in(Path sources) {
    try (Stream<Path> rooms = Files.list(sources)) {
      return rooms
          .filter(room -> Files.exists(room.resolve("pom.xml")))
          .sorted()
          .map(room -> new Guest(room, Home.ofUser()))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new Missing("cannot read " + sources + ": " + e.getMessage());
    }
  }

  public static Guest of(String name) {
    return all().stream()
        .filter(guest -> guest.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new Missing("no chapter has a folder src/" + name));
  }

  /** What a lesson declares. */
  public static List<Guest> neededBy(Class<? extends Lesson> lesson) {
    Needs needs = lesson.getAnnotation(Needs.class);
    return needs == null ? List.of() : Stream.of(needs.value()).map(Guest::of).toList();
  }

  public String name() {
    return folder.getFileName().toString();
  }

  /** What it is, and its version. */
  public String title() {
    return pom("name");
  }

  /** What fetches how much of it. */
  public String uses() {
    return pom("description");
  }

  private String pom(String element) {
    Matcher matcher =
        Pattern.compile("<%s>(.*?)</%s>".formatted(element, element)).matcher(text(file()));
    return matcher.find() ? matcher.group(1) : name();
  }

  Path file() {
    return folder.resolve("pom.xml");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new Missing("cannot read " + file + ": " + e.getMessage());
    }
  }

  /** How much of it is here, in megabytes; nothing when a part is not. */
  public Optional<Double> fetched() {
    Path list = ready().resolve(JARS);
    return whole(list)
        ? Optional.of(jars(list).stream().mapToLong(jar -> jar.toFile().length()).sum() / MEGABYTE)
        : Optional.empty();
  }

  private static boolean whole(Path list) {
    return Files.exists(list) && jars(list).stream().allMatch(Files::exists);
  }

  static List<Path> jars(Path list) {
    return Stream.of(text(list).strip().split(File.pathSeparator)).map(Path::of).toList();
  }

  /** Its class path, our classes first: fetched and compiled when they are not there yet. */
  public List<Path> path() {
    Path ready = ready();
    if (!whole(ready.resolve(JARS))) {
      exclusively(
          () -> {
            if (!whole(ready.resolve(JARS))) { // another program may have done it meanwhile
              new Fetch(this).into(ready);
            }
            return null;
          });
    }
    return Stream.concat(Stream.of(ready.resolve(CLASSES)), jars(ready.resolve(JARS)).stream())
        .toList();
  }

  private void exclusively(Callable<Void> work) {
    try {
      home.exclusively("guests", work); // two Mavens at once would spoil each other's files
    } catch (IOException e) {
      throw home.unusable("fetch " + name(), e);
    }
  }

  /** For a JVM that also has all of ours. */
  public String pathBeforeOurs() {
    return path().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator))
        + File.pathSeparator
        + System.getProperty("java.class.path");
  }

  /** For a class of our sources there, in this JVM. */
  public URLClassLoader loader() {
    try {
      List<URL> urls = new ArrayList<>();
      for (Path each : path()) {
        urls.add(each.toUri().toURL());
      }
      return new URLClassLoader(urls.toArray(URL[]::new), Guest.class.getClassLoader());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A JVM with nothing but the engine: what its own start script would run. */
  public List<String> command(List<String> options, String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(
        path().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add(main);
    command.addAll(List.of(arguments));
    return command;
  }

  /** One folder for each state of what it is made of. */
  private Path ready() {
    CRC32 sum = new CRC32();
    add(sum, file());
    add(sum, Project.root().resolve("pom.xml"));
    for (Path source : sources(folder)) {
      sum.update(source.toString().getBytes(UTF_8));
      add(sum, source);
      IMPORT.matcher(text(source)).results().forEach(found -> add(sum, found.group(1)));
    }
    return home.folder().resolve("guests").resolve(name() + "-" + Long.toHexString(sum.getValue()));
  }

  private static void add(CRC32 sum, Path file) {
    sum.update(text(file).getBytes(UTF_8));
  }

  /** A class of ours that they use: when it changes, they are compiled again. */
  private static void add(CRC32 sum, String type) {
    String resource = type.replace('.', '/') + ".class";
    try (InputStream bytes = Guest.class.getClassLoader().getResourceAsStream(resource)) {
      if (bytes != null) {
        sum.update(bytes.readAllBytes());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Path> sources(Path below) {
    if (!Files.exists(below)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("pom.xml"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new Missing("cannot read " + below + ": " + e.getMessage());
    }
  }
}
