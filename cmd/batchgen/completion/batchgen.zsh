#compdef batchgen
# Completion of batchgen in zsh.
_batchgen() {
  local line word about files=
  local -a found
  while IFS= read -r line; do
    if [[ $line == ":files" ]]; then
      files=yes
      continue
    fi
    word=${line%%$'\t'*} about=${line#*$'\t'}
    if [[ -n $about ]]; then
      found+=("${word//:/\\:}:$about")
    else
      found+=("${word//:/\\:}")
    fi
  done < <("${words[1]}" __complete "${(@)words[2,CURRENT]}" 2> /dev/null)
  (( $#found )) && _describe -t values batchgen found
  if [[ -n $files ]]; then
    compset -P '--*='
    _files
  fi
}
if [[ $funcstack[1] == _batchgen ]]; then
  _batchgen "$@"
else
  compdef _batchgen batchgen
fi
