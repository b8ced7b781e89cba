@echo off
rem Leqbook's command line: the installed program without its window.
"%~dp0leqbook-app.exe" --cli -- %*
exit /b %ERRORLEVEL%
