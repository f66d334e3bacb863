package scalebook.caching;

import scalebook.book.testing.ChapterTests;

class Chapter3Test extends ChapterTests {
  Chapter3Test() {
    super(new Chapter3());
  }
}
