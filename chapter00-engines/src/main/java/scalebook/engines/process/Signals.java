package scalebook.engines.process;

import java.io.IOException;
import java.lang.reflect.Proxy;

/** POSIX signals: sent by the shell, and the one that a program of ours hears. */
public final class Signals {
  private Signals() {}

  /**
   * Sends STOP, CONT, HUP … to a process, which may be gone. Every shell has {@code kill} built in;
   * most containers have no program of that name.
   */
  public static void send(String signal, long pid) {
    try {
      int exit =
          new ProcessBuilder("/bin/sh", "-c", "kill -\"$0\" \"$1\"", signal, String.valueOf(pid))
              .start()
              .waitFor();
      if (exit != 0 && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
        throw new Missing("SIG%s cannot be sent to process %d".formatted(signal, pid));
      }
    } catch (IOException e) {
      throw new Missing("signals need a POSIX shell: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Runs this on SIGHUP, the customary signal for a reload (SIGUSR2 belongs to the JVM itself).
   * {@code sun.misc.Signal} is the JDK's only way to hear it; reached by reflection, so that a JDK
   * without it only loses this.
   */
  public static void onHangUp(Runnable action) {
    if (Platform.windows()) {
      return;
    }
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object hearing =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  Tasks.daemon("hang-up", action).start();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), hearing);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      System.err.println("SIGHUP cannot be heard on this Java: " + e.getMessage());
    }
  }
}
