package scalebook.engines.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A shell that reads a pipe from us and kills a process when the pipe breaks, which the kernel does
 * for us even after {@code kill -9}. It outlives Ctrl-C.
 */
final class Guard {
  /** {@code $$} stays the pid of the shell that becomes the program. */
  private static final String LEFT_BEHIND =
      "exec 3<&0; (trap '' INT HUP TERM; read -r word <&3; [ \"$word\" = ended ] || kill -9 $$)"
          + " >/dev/null 2>&1 & exec 3<&-; exec \"$@\" </dev/null";

  private static final String BESIDE =
      "trap '' INT HUP TERM; read -r word; [ \"$word\" = ended ] || kill -9 \"$1\"";

  private Guard() {}

  /** The command of a shell that leaves a guard behind before it becomes the program. */
  static List<String> before(List<String> program) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", LEFT_BEHIND, "guarded"));
    command.addAll(program);
    return command;
  }

  /** The command of a guard beside a process that runs already. */
  static List<String> beside(long pid) {
    return List.of("/bin/sh", "-c", BESIDE, "guard", String.valueOf(pid));
  }

  /** Told at once, so that a guard never outlives its program and meets its pid again. */
  static void dismiss(Process guard) {
    try (OutputStream pipe = guard.getOutputStream()) {
      pipe.write("ended\n".getBytes(StandardCharsets.UTF_8));
    } catch (IOException gone) {
      // No guard, nothing to dismiss.
    }
  }
}
