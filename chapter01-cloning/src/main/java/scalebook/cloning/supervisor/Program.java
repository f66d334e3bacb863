package scalebook.cloning.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import scalebook.cloning.worker.App;

/** What a supervisor forks: an app, its arguments for each slot, and the JVM's options. */
public record Program(
    Class<? extends App> app, IntFunction<List<String>> arguments, List<String> jvmOptions) {

  /** Small and quick to start: one garbage collector thread, no second compiler. */
  private static final List<String> QUICK =
      List.of("-Xmx96m", "-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  public static Program of(Class<? extends App> app, String... arguments) {
    return new Program(app, slot -> List.of(arguments), QUICK);
  }

  /** As this one, with more arguments for one slot. */
  public Program with(int slot, String... more) {
    return new Program(
        app,
        asked -> {
          List<String> all = new ArrayList<>(arguments.apply(asked));
          if (asked == slot) {
            all.addAll(List.of(more));
          }
          return all;
        },
        jvmOptions);
  }
}
