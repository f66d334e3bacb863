package scalebook.transactions.stage.log;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import scalebook.engines.process.Child;
import scalebook.lab.Lab;
import scalebook.transactions.log.WorkerSettings;

/** A group of workers, each a process; together they own all partitions of a topic. */
final class Workers implements AutoCloseable {
  private static final int MEGABYTES = 96;

  private final Lab lab;
  private final Brokers brokers;
  private final Map<String, Child> children = new LinkedHashMap<>();
  private final Map<String, Heard> heard = new LinkedHashMap<>();

  /** What one process has said. */
  private static final class Heard implements Consumer<String> {
    private volatile List<Integer> owned = List.of();
    private volatile boolean holds;

    @Override
    public void accept(String line) {
      if (line.startsWith("owns ")) {
        owned = line.chars().filter(Character::isDigit).mapToObj(digit -> digit - '0').toList();
      } else {
        holds |= line.equals("holds");
      }
    }
  }

  Workers(Lab lab, Brokers brokers) {
    this.lab = lab;
    this.brokers = brokers;
  }

  void start(WorkerSettings settings) {
    List<String> options = new ArrayList<>(Child.small(MEGABYTES));
    options.addAll(List.of("-cp", brokers.guest().pathBeforeOurs()));
    Path log = lab.workspace().folder("workers").resolve(settings.name() + ".log");
    Heard words = new Heard();
    Class<?> main = brokers.engine().worker();
    heard.put(settings.name(), words);
    children.put(settings.name(), Child.jvm(settings.name(), log, options, main, settings, words));
  }

  /** Each owns a part, and together they own all. */
  boolean share(int partitions) {
    List<List<Integer>> parts = heard.values().stream().map(words -> words.owned).toList();
    return parts.stream().noneMatch(List::isEmpty)
        && parts.stream().flatMap(List::stream).sorted().distinct().count() == partitions;
  }

  boolean holds(String name) {
    return heard.get(name).holds;
  }

  void kill(String name) {
    children.remove(name).kill();
    heard.remove(name);
  }

  @Override
  public void close() {
    children.values().forEach(Child::close);
  }
}
