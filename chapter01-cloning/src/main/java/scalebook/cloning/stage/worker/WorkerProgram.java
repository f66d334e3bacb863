package scalebook.cloning.stage.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import scalebook.cloning.supervisor.Program;
import scalebook.engines.json.Json;
import scalebook.engines.process.Child;

/** Forks {@link Worker}s: JVMs, each with its slot's app; a spare's is that of slot 0. */
public record WorkerProgram(Path logs, IntFunction<App> apps) implements Program {
  private static final int MEGABYTES = 96;

  @Override
  public Running fork(String name, int slot, Consumer<String> heard) {
    App app = apps.apply(slot);
    Worker.Settings settings = new Worker.Settings(name, app.getClass().getName(), Json.text(app));
    Path log = logs.resolve(name + ".log");
    return new Jvm(Child.jvm(name, log, Child.small(MEGABYTES), Worker.class, settings, heard));
  }

  private record Jvm(Child child) implements Running {
    @Override
    public long pid() {
      return child.pid();
    }

    @Override
    public boolean alive() {
      return child.alive();
    }

    @Override
    public CompletableFuture<Integer> exit() {
      return child.exit();
    }

    @Override
    public boolean send(String line) {
      return child.send(line);
    }

    @Override
    public void kill() {
      child.kill();
    }

    @Override
    public void pause() {
      child.pause();
    }

    @Override
    public void resume() {
      child.resume();
    }

    @Override
    public List<String> lastWords(int lines) {
      return child.logTail(lines);
    }
  }
}
