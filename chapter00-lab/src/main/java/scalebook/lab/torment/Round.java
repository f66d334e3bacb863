package scalebook.lab.torment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import scalebook.engines.process.Tasks;
import scalebook.lab.control.ControlClient;
import scalebook.lab.history.History;
import scalebook.lab.history.Operation;

/** One playground in a process of its own, tormented for a while. */
public final class Round implements AutoCloseable {
  private static final long VERB_MILLIS = 30_000;
  private static final long END_SECONDS = 10;
  private static final String LINE = "control http://";

  private final Process process;
  private final ControlClient control;
  private final History history = new History();
  private final Torment torment;
  private final List<Thread> verbs = new ArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private volatile boolean over;

  /**
   * How it ended.
   *
   * @param told what each verb said
   */
  public record Ending(
      int faults, List<Operation> history, List<String> told, List<String> violations) {
    @Override
    public String toString() {
      return "%d faults; %d operations: %d ok, %d refused, %d unknown; %d violations"
          .formatted(
              faults,
              history.size(),
              count(Operation.Outcome.OK),
              count(Operation.Outcome.REFUSED),
              count(Operation.Outcome.UNKNOWN),
              violations.size());
    }

    private long count(Operation.Outcome outcome) {
      return history.stream().filter(one -> one.outcome() == outcome).count();
    }

    /** For who wants to look at it again. */
    public void write(Path file) throws IOException {
      Files.createDirectories(file.getParent());
      Files.write(file, history.stream().map(scalebook.engines.json.Json::text).toList());
      Files.write(file.resolveSibling(file.getFileName() + ".faults"), told);
    }
  }

  /** {@code command} starts a playground with {@code --control 0}. */
  public Round(List<String> command, Path log, Torment.Maker maker) throws Exception {
    Files.createDirectories(log.getParent());
    process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.to(log.toFile())).start();
    BufferedReader said = process.inputReader();
    String line = said.readLine();
    while (line != null && !line.startsWith(LINE)) {
      line = said.readLine();
    }
    if (line == null) {
      throw new IllegalStateException("the playground did not start: " + Files.readString(log));
    }
    Tasks.daemon("playground-says", () -> drain(said)).start();
    control = ControlClient.of(line);
    torment = maker.on(control, history);
  }

  private static void drain(BufferedReader said) {
    try (said) {
      said.lines().forEach(line -> {});
    } catch (IOException | UncheckedIOException ended) {
      // Nobody reads it.
    }
  }

  /** The same seed gives the same faults at the same times; processes go their own ways. */
  public Ending run(long seed, int seconds) throws Exception {
    Schedule schedule = Schedule.of(seed, seconds, torment::fault);
    long begin = System.nanoTime();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < torment.clients(); i++) {
      int client = i;
      Random dice = new Random(seed * 1_000 + client);
      clients.add(Tasks.daemon("client-" + client, () -> callUntilOver(client, dice)));
    }
    clients.forEach(Thread::start);
    for (Schedule.Step step : schedule.steps()) {
      sleepUntil(begin, step.atMillis());
      List<String> some = List.of(step.verb().split(";"));
      Thread verb = Tasks.daemon("fault", () -> some.forEach(one -> tell(begin, one)));
      verb.start(); // a slow one must not make the next one late
      verbs.add(verb);
    }
    sleepUntil(begin, seconds * 1_000L);
    over = true;
    for (Thread each : clients) {
      each.join(VERB_MILLIS);
    }
    for (Thread each : verbs) {
      each.join(VERB_MILLIS);
    }
    torment.end();
    List<Operation> all = history.operations();
    return new Ending(schedule.faults(), all, told, torment.violations(all));
  }

  private void callUntilOver(int client, Random dice) {
    while (!over) {
      try {
        torment.call(client, dice);
      } catch (Exception e) {
        if (!process.isAlive()) {
          return;
        }
        told.add("client-%d: %s".formatted(client, e));
      }
    }
  }

  private void tell(long begin, String verb) {
    String[] words = verb.split(" ");
    Object[] parameters = List.of(words).subList(1, words.length).toArray();
    String answer;
    try {
      answer = control.call(words[0], parameters).asText();
    } catch (IOException e) {
      answer = String.valueOf(e.getMessage()); // as a fault that the other lane has ended
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer = "interrupted";
    }
    told.add("%6d ms %s: %s".formatted((System.nanoTime() - begin) / 1_000_000, verb, answer));
  }

  private static void sleepUntil(long begin, long millis) throws InterruptedException {
    long left = begin + millis * 1_000_000 - System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(Math.max(0, left));
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close(); // it ends with its input
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
