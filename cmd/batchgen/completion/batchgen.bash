# Completion of batchgen in bash 3.2 or later.
_batchgen() {
  local cur=${COMP_WORDS[COMP_CWORD]} line word
  COMPREPLY=()
  [[ $cur == "=" ]] && cur=
  while IFS= read -r line; do
    word=${line%%$'\t'*}
    if [[ $line == ":files" ]]; then
      compopt -o filenames 2> /dev/null
      while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$cur")
    elif [[ -n $word ]]; then
      COMPREPLY+=("$word")
    fi
  done < <("${COMP_WORDS[0]}" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2> /dev/null)
}
complete -F _batchgen batchgen
