package scalebook.cloning.stage.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** What a supervisor forks: an app, and its arguments for each slot. */
public record Program(Class<? extends App> app, IntFunction<List<String>> arguments) {
  public static Program of(Class<? extends App> app, String... arguments) {
    return new Program(app, slot -> List.of(arguments));
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
        });
  }
}
