package scalebook.cloning.balancer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The lines of a file of hostile input, as the bytes that they stand for. */
final class Corpus {
  private static final Pattern REPEATED = Pattern.compile("\\[\\[(\\d+)\\*(.*?)]]");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-f]{2}|.)");

  private Corpus() {}

  static Stream<String> lines(String file) throws IOException {
    try (InputStream in = Corpus.class.getResourceAsStream(file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(l -> !l.isEmpty() && !l.startsWith("#")).map(Corpus::bytes);
    }
  }

  private static String bytes(String line) {
    String whole =
        REPEATED
            .matcher(line)
            .replaceAll(
                r -> Matcher.quoteReplacement(r.group(2).repeat(Integer.parseInt(r.group(1)))));
    return ESCAPE.matcher(whole).replaceAll(r -> Matcher.quoteReplacement(unescaped(r)));
  }

  private static String unescaped(MatchResult escape) {
    String code = escape.group(1);
    return switch (code) {
      case "r" -> "\r";
      case "n" -> "\n";
      case "t" -> "\t";
      case "\\" -> "\\";
      default -> String.valueOf((char) Integer.parseInt(code.substring(1), 16));
    };
  }
}
