package scalebook.tour;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import scalebook.book.exercise.Checker;
import scalebook.engines.http.Refused;
import scalebook.engines.json.Json;
import scalebook.engines.process.Tasks;
import scalebook.lab.Chapter;
import scalebook.lab.Project;
import scalebook.lab.exercise.Exercise;

/** The exercises of the chapters that somebody looks at: checked once, and again on every save. */
final class Checks implements AutoCloseable {
  private static final long LOOK_MILLIS = 500;
  private static final long CHECK_SECONDS = 120;

  /** Whoever took so long may have left a loop without an end behind. */
  private static final long LONG_SECONDS = 15;

  private record Watched(Chapter chapter, Exercise exercise, Path file) {}

  private final Board board;
  private final Lane lane;
  private final Map<Watched, FileTime> watched = new ConcurrentHashMap<>();
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(Tasks.daemons("saves"));
  private volatile Forked checker;

  Checks(Board board, Lane lane) {
    this.board = board;
    this.lane = lane;
    looks.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  void watch(Chapter chapter) {
    Checker files = new Checker(Project.root());
    for (Exercise exercise : chapter.exercises()) {
      watched.putIfAbsent(
          new Watched(chapter, exercise, files.source(chapter, exercise)), FileTime.fromMillis(0));
    }
  }

  /** Some editors replace the file, which a watch of the file system would lose. */
  private void look() {
    watched.forEach(
        (one, before) -> {
          try {
            FileTime saved = Files.getLastModifiedTime(one.file());
            if (!saved.equals(before) && lane.add(new Check(one.exercise().number()))) {
              watched.put(one, saved); // from before the check: a save during it is news
            }
          } catch (IOException | Refused later) {
            // Being replaced, or too many wait: the next look tries again.
          }
        });
  }

  private final class Check implements Lane.Turn {
    private final String number;

    Check(String number) {
      this.number = number;
    }

    @Override
    public String title() {
      return "check " + number;
    }

    @Override
    public void run() throws Exception {
      if (checker == null || !checker.alive()) {
        checker =
            Forked.start("tests", List.of("-Xmx512m"), CheckMain.class, List.of(), this::said);
      }
      answers.clear();
      long begun = System.nanoTime();
      checker.send(number);
      String verdict = null;
      while (verdict == null && checker.alive() && seconds(begun) < CHECK_SECONDS) {
        String line = answers.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        verdict = line == null ? null : CheckMain.verdict(number, line).orElse(null);
      }
      String why = checker.alive() ? "no end in two minutes" : "its process ended: no verdict";
      if (verdict == null || seconds(begun) > LONG_SECONDS) {
        checker.close(); // the next one gets another
      }
      board.put(
          "exercises",
          number,
          verdict == null
              ? Board.object().put("state", "RED").put("message", why)
              : Json.tree(verdict));
    }

    private static long seconds(long since) {
      return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
    }

    private void said(List<String> lines) {
      answers.addAll(lines);
    }

    @Override
    public void stop() {
      Forked running = checker;
      if (running != null) {
        running.stop();
      }
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
    if (checker != null) {
      checker.close();
    }
  }
}
