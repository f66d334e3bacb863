@echo off
rem Builds what changed, then runs: book list, book 1.1, book --help
setlocal
set "root=%~dp0"
if "%root:~-1%"=="\" set "root=%root:~0,-1%"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -version >nul 2>&1 || (echo no Java: install a JDK 17 or newer, or set JAVA_HOME 1>&2 & exit /b 3)
set "goals=compile"
set "stamp=%root%\target\built"
set "libraries=lessons"
if "%1"=="check" set "libraries=tests"
if "%1"=="versus" set "libraries=tests"
if "%1"=="bench" (set "goals=-DskipTests test-compile" & set "stamp=%root%\target\built-tests" & set "libraries=tests")
if "%1"=="record" (set "goals=-DskipTests test-compile" & set "stamp=%root%\target\built-tests" & set "libraries=tests")
powershell -NoProfile -Command "$s='%stamp%'; if (-not (Test-Path $s)) { exit 1 }; $t=(Get-Item $s).LastWriteTime; $n=Get-ChildItem '%root%\pom.xml','%root%\chapter*\pom.xml','%root%\chapter*\src' -Recurse | Where-Object { $_.LastWriteTime -gt $t } | Select-Object -First 1; if ($n) { exit 1 } else { exit 0 }"
if errorlevel 1 (
  where mvn >nul 2>&1 || (echo no Maven: install Maven 3.8 or newer 1>&2 & exit /b 3)
  echo building what changed ^(the first time takes up to a minute^) ... 1>&2
  pushd "%root%"
  call mvn -q -B %goals% 1>&2 || (popd & exit /b 1)
  popd
  if not exist "%root%\target" mkdir "%root%\target"
  type nul > "%stamp%"
)
for /f "delims=" %%p in ('powershell -NoProfile -Command "$r='%root%'; (@(Get-ChildItem $r\chapter*\target\classes -Directory | ForEach-Object FullName) + @(Get-Content $r\chapter00-house\target\%libraries%) + @(if ('%1' -eq 'tour') { Get-Content $r\chapter00-tour\target\libraries })) -join ';' | Set-Content -NoNewline $r\target\path; 'ok'"') do rem
> "%root%\target\arguments" powershell -NoProfile -Command "'-cp \"' + (Get-Content '%root%\target\path').Replace('\','\\') + '\"'"
set "quick=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
if "%1"=="play" set "quick="
"%java%" %quick% -Xmx512m --enable-native-access=ALL-UNNAMED "-Dscalebook.root=%root%" "-Dorg.slf4j.simpleLogger.logFile=%root%\target\book.log" "@%root%\target\arguments" scalebook.book.Book %*
