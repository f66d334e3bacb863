package scalebook.tour;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import scalebook.book.Glossary;

/** What a word of the text means, in whichever form it stands there. */
final class Terms {
  private static final int STEM = 4;

  private final Map<String, String> meanings = new LinkedHashMap<>();

  Terms(List<Glossary.Entry> glossary) {
    for (Glossary.Entry one : glossary) {
      String meaning = "%s: %s".formatted(one.name(), one.meaning());
      meanings.put(plain(one.term()), meaning);
      meanings.putIfAbsent(plain(one.also()), meaning);
    }
    meanings.remove("");
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", " ").strip();
  }

  /** Empty when no term begins so. */
  String meaning(String words) {
    String plain = plain(words);
    for (int letters = plain.length(); letters >= Math.min(STEM, plain.length()); letters--) {
      String stem = plain.substring(0, letters);
      if (letters == plain.length() && meanings.containsKey(stem)) {
        return meanings.get(stem);
      }
      for (Map.Entry<String, String> one : meanings.entrySet()) {
        if (letters < plain.length() && one.getKey().startsWith(stem)) {
          return one.getValue();
        }
      }
    }
    return "";
  }
}
