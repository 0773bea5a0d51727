@echo off
rem The same as ./run, for Windows.
cd /d "%~dp0"
dotnet run --project eng/Prepare -c Release -v q -- --postgres || exit /b 1
dotnet build OrderApp.AppHost -c Release --no-restore -nologo -v:q -clp:NoSummary || exit /b 1
dotnet run --no-build -c Release --project OrderApp.AppHost --launch-profile http -- %*
