package scalebook.lab;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;

/** What this program prints, in letters that the terminal has: ✔ and ✘ must never look the same. */
public final class Terminal {
  private static final Map<String, String> PLAIN =
      Map.ofEntries(
          Map.entry("✔", "ok"),
          Map.entry("✘", "FAILED"),
          Map.entry("→", "->"),
          Map.entry("·", "*"),
          Map.entry("…", "..."),
          Map.entry("–", "-"),
          Map.entry("−", "-"),
          Map.entry("×", "x"),
          Map.entry("±", "+/-"),
          Map.entry("µ", "u"),
          Map.entry("√", "sqrt "),
          Map.entry("½", "1/2"),
          Map.entry("▏", "|"),
          Map.entry("▁", "_"),
          Map.entry("▂", "."),
          Map.entry("▃", "-"),
          Map.entry("▄", "="),
          Map.entry("▅", "+"),
          Map.entry("▆", "*"),
          Map.entry("▇", "%"),
          Map.entry("█", "#"),
          Map.entry("¹", "^1"),
          Map.entry("²", "^2"),
          Map.entry("³", "^3"),
          Map.entry("σ", "sigma"),
          Map.entry("κ", "kappa"),
          Map.entry("λ", "lambda"));

  private Terminal() {}

  /** For each {@code main}: does nothing where the terminal shows all that we print. */
  public static void adapt() {
    Charset charset = charset();
    if (!charset.newEncoder().canEncode(String.join("", PLAIN.keySet()))) {
      System.setOut(over(new FileOutputStream(FileDescriptor.out), charset));
      System.setErr(over(new FileOutputStream(FileDescriptor.err), charset));
    }
  }

  /** From Java 19 on the first, before that the second at a terminal, else the last. */
  private static Charset charset() {
    return Stream.of("stdout.encoding", "sun.stdout.encoding", "native.encoding")
        .map(System::getProperty)
        .filter(name -> name != null && Charset.isSupported(name))
        .findFirst()
        .map(Charset::forName)
        .orElse(Charset.defaultCharset());
  }

  /** For picocli, which would choose a charset itself and write bytes, too late to spell out. */
  public static PrintWriter writer() {
    return new PrintWriter(
        new Writer() {
          @Override
          public void write(char[] letters, int from, int length) {
            System.out.print(new String(letters, from, length));
          }

          @Override
          public void flush() {
            System.out.flush();
          }

          @Override
          public void close() {
            flush();
          }
        },
        true);
  }

  static PrintStream over(OutputStream out, Charset charset) {
    return new PrintStream(new Translating(out, charset), true, StandardCharsets.UTF_8);
  }

  /** A {@link PrintStream} hands it whole letters, as UTF-8. */
  private static final class Translating extends FilterOutputStream {
    private final Charset charset;
    private final CharsetEncoder encoder;

    Translating(OutputStream out, Charset charset) {
      super(out);
      this.charset = charset;
      this.encoder = charset.newEncoder();
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
      StringBuilder text = new StringBuilder();
      new String(bytes, from, length, StandardCharsets.UTF_8)
          .codePoints()
          .mapToObj(Character::toString)
          .forEach(
              letter ->
                  text.append(
                      encoder.canEncode(letter) ? letter : PLAIN.getOrDefault(letter, "?")));
      out.write(text.toString().getBytes(charset));
    }
  }
}
