/** The button of a panel that begins erasing for good (H8): it asks first. */
import { Button } from '@mantine/core'
import { IconEraser } from '@tabler/icons-react'

export function EraseButton({ label, onErase }: { label: string; onErase: () => void }) {
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="red"
      c="var(--mantine-color-error)"
      leftSection={<IconEraser size={15} aria-hidden />}
      onClick={onErase}
    >
      {label}
    </Button>
  )
}
