; What the installer does beside its own work. electron-builder registers the .farmer files itself, for the user alone
; (HKCU\Software\Classes) where the installation is; the rest of what the running program registers goes with it here.

!macro customUnInstall
  ; An update uninstalls the old version first: nothing of the user's choice may be lost by that.
  ${ifNot} ${isUpdated}
    ; The recorder in the background, and the start with the session.
    nsExec::Exec 'schtasks /End /TN "\Farmer\Recorder"'
    nsExec::Exec 'schtasks /Delete /TN "\Farmer\Recorder" /F'
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "Farmer"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "Farmer"

    ; The links farmer://, if they still lead to this installation.
    ReadRegStr $R0 HKCU "Software\Classes\farmer\shell\open\command" ""
    StrCpy $R1 '"$INSTDIR\${APP_EXECUTABLE_FILENAME}"'
    StrLen $R2 $R1
    StrCpy $R0 $R0 $R2
    ${if} $R0 == $R1
      DeleteRegKey HKCU "Software\Classes\farmer"
    ${endIf}

    ; electron-builder takes the kind of file away, but leaves the ending pointing to it.
    ReadRegStr $R0 HKCU "Software\Classes\.farmer" ""
    ${if} $R0 == "Farmer.File"
      DeleteRegValue HKCU "Software\Classes\.farmer" ""
      DeleteRegKey /ifempty HKCU "Software\Classes\.farmer\OpenWithProgids"
      DeleteRegKey /ifempty HKCU "Software\Classes\.farmer"
    ${endIf}
  ${endIf}
!macroend
